/** Completions for a half-typed option: in time, or none. */
import { InteractionResponseType, Routes } from 'discord.js';
import type { Suggestion } from '../../src/ports.ts';
import { cleanLine } from './clean.ts';
import { attempt, type Connection } from './connection.ts';
import type { Completing } from './incoming.ts';

/** Of Discord: choices, characters of a choice. */
const maxChoices = 25;
const maxLength = 100;
const patienceMs = 600;

export async function suggest(line: Connection, act: Completing): Promise<void> {
  const { command, typed, prefix, place } = act;
  const found = await inTime(line.host.suggest(place.address, command, typed));
  const choices = new Map(found.flatMap((one) => choiceOf(one, prefix)));
  const body = {
    type: InteractionResponseType.ApplicationCommandAutocompleteResult,
    data: { choices: [...choices].slice(0, maxChoices).map(([value, name]) => ({ name, value })) },
  };
  await attempt(line, () => line.rest.post(Routes.interactionCallback(act.id, act.token), { body, auth: false }));
}

/** What cannot be shown or typed back whole is left out. */
function choiceOf({ label, value }: Suggestion, prefix: string): readonly (readonly [string, string])[] {
  const isPrefixed = prefix !== '' && value.toLowerCase().startsWith(prefix.toLowerCase());
  const typed = isPrefixed ? value.slice(prefix.length) : value;
  const shown = cleanLine(label === value ? typed : label)
    .slice(0, maxLength)
    .toWellFormed();
  return shown === '' || typed === '' || typed.length > maxLength ? [] : [[typed, shown]];
}

/** Discord's deadline is in real time, whatever clock the core follows. */
async function inTime(found: Promise<readonly Suggestion[]>): Promise<readonly Suggestion[]> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => resolve([]), patienceMs);
    const end = (suggestions: readonly Suggestion[]) => {
      clearTimeout(patience);
      resolve(suggestions);
    };
    found.then(end, () => end([]));
  });
}
