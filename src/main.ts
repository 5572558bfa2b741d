/** The entry: hears that the program is to end before anything heavy is loaded, then loads the program itself. */

const ending = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort(signal));

const { run } = await import('./program.ts');
await run(process.argv.slice(2), ending.signal);
