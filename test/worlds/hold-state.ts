/** Opens a state, says so, and holds it until it is ended. */
import { openStorage } from './storage.ts';

try {
  const storage = await openStorage(process.argv[2]!);
  await storage.collection('records').set('a', '1');
  console.log('open');
  setInterval(() => {}, 1_000);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
