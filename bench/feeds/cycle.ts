/** One cycle as a whole process: every feed of the server once, everything that is new stored durably. Arguments: server, feeds, state file. */
import { createClock } from '../../src/clock.ts';
import { openPolling } from './polling.ts';

const [server = '', feeds = '0', file = ''] = process.argv.slice(2);
const { poller, report, close } = await openPolling(server, Number(feeds), file, createClock());
await poller.start();
await poller.firstPoll();
await close();
console.log(JSON.stringify(report));
