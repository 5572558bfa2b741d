/** Writes to a state file until the disk refuses; prints what was written and how it was told. */
import { openSqlite } from '../../adapters/sqlite/index.ts';
import { StoreError } from '../../src/errors.ts';

const storage = await openSqlite(process.argv[2]!);
const records = storage.collection('records');
let written = 0;
try {
  for (; written < 10_000; written++) await records.set(`k${written}`, 'x'.repeat(10_000));
} catch (error) {
  console.log(JSON.stringify({ written, isStoreError: error instanceof StoreError }));
}
// Reading goes on.
console.log(JSON.stringify({ first: (await records.get('k0'))?.length }));
process.exit(0);
