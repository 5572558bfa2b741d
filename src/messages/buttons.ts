/** The buttons under every story. Their actions are handled by `src/chats/story-buttons.ts`. */
import type { Button, StoryId } from '../model.ts';
import type { Catalogue } from './say.ts';

/** Three rows of two: more sources, why; follow, mute; less, more like this. */
export function storyButtons(catalogue: Catalogue, locale: string | undefined, id: StoryId): Button[][] {
  const button = (key: string, verb: string): Button => ({
    label: catalogue.say(locale, key),
    action: `${verb}:${id}`,
  });
  return [
    [button('button.more', 'more'), button('button.why', 'why')],
    [button('button.followStory', 'fstory'), button('button.muteStory', 'mstory')],
    [button('button.less', 'less'), button('button.like', 'like')],
  ];
}
