/** What a process uses. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Computing time so far, all threads of this process. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
