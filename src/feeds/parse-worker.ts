/** The program of a reading thread: one job in, one result out. */
import { parentPort } from 'node:worker_threads';
import { type ReadJob, runReadJob } from './read-job.ts';

parentPort?.on('message', (job: ReadJob) => parentPort?.postMessage(runReadJob(job)));
