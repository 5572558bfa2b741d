/** All that a story's description is made of, added up report by report. */
import { type Category, type Item, type ItemId, itemAt, type Story, type StoryId, type StorySource } from '../model.ts';
import { Entities } from './entities.ts';
import { Headlines, Votes } from './headline.ts';
import { Prints } from './reprints.ts';

export class Account {
  readonly #items: Item[] = [];
  readonly #itemIds: ItemId[] = [];
  readonly #prints = new Prints();
  readonly #headlines = new Headlines();
  readonly #entities = new Entities();
  readonly #categories = new Votes<Category>();
  readonly #outlets = new Set<string>();
  readonly #sources: StorySource[] = [];
  #originals = 0;
  #image: string | undefined;
  #startedAt = Number.POSITIVE_INFINITY;
  #updatedAt = Number.NEGATIVE_INFINITY;

  /** How much it holds, in words, about. */
  get size(): number {
    return this.#items.length + this.#prints.size;
  }

  /** Whether its reports are the first of these. */
  begins(items: readonly Item[]): boolean {
    return this.#items.length <= items.length && this.#items.every((item, at) => item === items[at]);
  }

  /** Takes in the reports that it does not hold yet; `begins` must hold. */
  addRest(items: readonly Item[]): void {
    for (let at = this.#items.length; at < items.length; at += 1) this.#add(items[at]!);
  }

  #add(item: Item): void {
    const isReprint = this.#prints.add(item);
    this.#items.push(item);
    this.#itemIds.push(item.id);
    this.#headlines.add(item, isReprint);
    this.#entities.add(item);
    // 'other' only wins where nobody says more.
    if (item.category !== 'other') this.#categories.add(item.category);
    this.#image ??= item.image;
    this.#startedAt = Math.min(this.#startedAt, itemAt(item));
    this.#updatedAt = Math.max(this.#updatedAt, item.firstSeenAt);
    if (this.#outlets.has(item.source)) return;
    this.#outlets.add(item.source);
    this.#sources.push(sourceOf(item, isReprint));
    if (!isReprint) this.#originals += 1;
  }

  /** The story as these reports tell it. */
  tell(id: StoryId, follows: StoryId | undefined): Story {
    const { item, title } = this.#headlines.choose();
    return {
      id,
      itemIds: [...this.#itemIds],
      title,
      url: item.url,
      category: this.#categories.best ?? 'other',
      lang: this.#headlines.langs.best,
      image: item.image ?? this.#image,
      sources: [...this.#sources],
      originals: this.#originals,
      entities: this.#entities.most(),
      startedAt: this.#startedAt,
      updatedAt: this.#updatedAt,
      follows,
      mergedFrom: [],
    };
  }
}

function sourceOf(item: Item, isReprint: boolean): StorySource {
  const { feedId, id: itemId, url, title, source: name } = item;
  return { name, feedId, itemId, url, title, at: itemAt(item), isReprint };
}
