import { describe, expect, it } from 'vitest';
import type { ChatId, TopicId } from '../../src/model.ts';
import { createFollowers } from '../../src/topics/followers.ts';

const [harbour, regatta] = ['harbour' as TopicId, 'regatta' as TopicId];
const [ada, ben] = ['console:ada' as ChatId, 'console:ben' as ChatId];

describe('followers', () => {
  it('are told for each topic, each once', () => {
    const followers = createFollowers();
    followers.add(harbour, ada);
    followers.add(harbour, ada);
    followers.add(harbour, ben);
    followers.add(regatta, ben);
    expect(followers.of(harbour)).toEqual([ada, ben]);
    expect(followers.of(regatta)).toEqual([ben]);
  });

  it('leave a topic without touching the others, and the last one is noticed', () => {
    const followers = createFollowers();
    followers.add(harbour, ada);
    followers.add(harbour, ben);
    expect(followers.remove(harbour, ada)).toBe(true);
    expect(followers.of(harbour)).toEqual([ben]);
    expect(followers.remove(harbour, ben)).toBe(false);
    expect(followers.remove(harbour, ben)).toBe(false);
    expect(followers.of(harbour)).toEqual([]);
  });
});
