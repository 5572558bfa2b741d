/** Opens a database in Redis, says so, and holds it until it is ended. */
import { openRedis } from '../../adapters/redis/index.ts';

try {
  const storage = await openRedis(process.argv[2]!);
  await storage.collection('records').set('a', '1');
  console.log('open');
  setInterval(() => {}, 1_000);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
