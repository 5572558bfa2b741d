/** What a whole process costs, children included: GNU time's word. */
import { spawn } from 'node:child_process';

export interface Cost {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakMb: number;
  readonly output: string;
}

/** Runs a command to its end. Throws when it cannot be started or ends with a code other than 0. */
export async function measure(command: readonly string[]): Promise<Cost> {
  const child = spawn('/usr/bin/time', ['-q', '-f', 'cost %e %U %S %M', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-10_000);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-10_000);
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const cost = /cost ([\d.]+) ([\d.]+) ([\d.]+) (\d+)/.exec(errors);
  if (code !== 0 || cost === null) throw new Error(`${command[0]} ended with ${code}: ${errors.slice(-500)}`);
  const [wallS = 0, userS = 0, systemS = 0, peakKb = 0] = cost.slice(1).map(Number);
  return { wallS, cpuS: userS + systemS, peakMb: peakKb / 1024, output };
}
