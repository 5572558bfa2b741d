/** Commands that a text names become ones that can be pressed: Discord shows them by the reader's own name for them. */
import { formOf } from './options.ts';

export interface CommandLinks {
  /** Takes note of the ids that Discord gave the commands. */
  learn(registered: unknown): void;
  /** Markup in which `/follow Lavrov`, written as code, can be pressed. Text from outside holds no code: it is escaped. */
  link(markup: string): string;
}

const named = /(?<!\\)`\u200e?\/([a-z]+)((?: [^`]*)?)`/g;

export function createCommandLinks(): CommandLinks {
  const ids = new Map<string, string>();
  const linkOne = (all: string, name: string, typed: string): string => {
    const id = ids.get(name);
    if (id === undefined) return all;
    const rest = typed.trim();
    const part = formOf(name).partOf?.(rest);
    const left = part !== undefined && rest.split(' ')[0] === part ? rest.slice(part.length).trim() : rest;
    return `</${part === undefined ? name : `${name} ${part}`}:${id}>${left === '' ? '' : ` \`${left}\``}`;
  };
  return {
    learn(registered) {
      for (const { name, id } of Array.isArray(registered) ? registered : []) {
        if (typeof name === 'string' && typeof id === 'string') ids.set(name, id);
      }
    },
    link: (markup) => markup.replace(named, linkOne),
  };
}
