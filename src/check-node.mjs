// Plain JavaScript on purpose: an older Node.js must be able to read it. Loaded before the program by `npm start`.
import module from 'node:module';

const oldest = 24;
if (Number.parseInt(process.versions.node, 10) < oldest) {
  process.stderr.write(
    `Dateline needs Node.js ${oldest} or newer; this is ${process.versions.node}. Install Node.js ${oldest} from https://nodejs.org, then run npm start again.\n`,
  );
  process.exit(1);
}

// Compiled code is kept between runs (in the system's folder for temporary files): a start takes a third less work.
module.enableCompileCache?.();
