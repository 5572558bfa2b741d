import { describe, expect, it } from 'vitest';
import { createLog } from '../src/log.ts';
import { createTail } from '../src/tail.ts';

describe('the tail of the log', () => {
  it('holds the newest lines as they were printed: without secrets', () => {
    const tail = createTail();
    const log = createLog('debug', ['hunter2-token'], (line) => tail.take(line));
    for (let at = 0; at < 1_000; at += 1) log.info({ at, url: 'https://x.example/hunter2-token/send' }, 'sent');
    const lines = tail.lines();
    expect(lines.length).toBeLessThanOrEqual(300);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ at: 999, msg: 'sent' });
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('tells who listens, until they go', () => {
    const tail = createTail();
    const heard: string[] = [];
    const leave = tail.follow((line) => heard.push(line));
    tail.take('one\n');
    leave();
    tail.take('two\n');
    expect(heard).toEqual(['one']);
  });

  it('cuts what is very long', () => {
    const tail = createTail();
    tail.take('x'.repeat(100_000));
    expect(tail.lines()[0]!.length).toBe(2_000);
  });
});
