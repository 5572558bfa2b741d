/** Flags of a command line; whatever is wrong with them is one line. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { SettingsError } from './errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The values of the flags. `hint` ends the line, such as "'npm start -- --help' lists every flag". Throws SettingsError. */
export function parseFlags<const T extends Options>(args: readonly string[], options: T, hint: string) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node goes on with advice on positional arguments, of which there are none here.
    const [line] = (error as Error).message.split(/\.\s|\.$|\n/, 1);
    throw new SettingsError(`${line}; ${hint}.`);
  }
}
