import { describe, expect, it } from 'vitest';
import { createLog, redactor } from '../src/log.ts';

describe('the log', () => {
  it('holds no secret, in whatever form it was written', () => {
    const lines: string[] = [];
    const secret = '110201543:AAH"dqTcvCH1v/GWJxfSe';
    const log = createLog('debug', [secret], (line) => void lines.push(line));
    log.info(
      { url: `https://api.example/bot${secret}/getMe`, nested: { again: encodeURIComponent(secret) } },
      `calling ${secret}`,
    );
    log.error({ reason: new Error(`failed: ${secret}`) }, 'no');
    const all = lines.join('');
    expect(all).toContain('[secret]');
    expect(all).not.toContain('AAH');
    expect(lines).toHaveLength(2);
  });

  it('replaces the longer of two secrets that overlap', () => {
    expect(redactor(['abcd', 'abcdef'])('x abcdef y abcd z')).toBe('x [secret] y [secret] z');
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    createLog('warn', [], (line) => void lines.push(line)).info({}, 'quiet');
    expect(lines).toEqual([]);
  });
});
