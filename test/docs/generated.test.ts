/**
 * Pages of the docs that are made from the program itself: its commands and its settings.
 * `DATELINE_DOCS=write npm test -- test/docs/generated.test.ts` writes them anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandInfos } from '../../src/chats/commands.ts';
import { loadCatalogue } from '../../src/messages/say.ts';
import { flags, variables } from '../../src/settings-help.ts';

const root = new URL('../../', import.meta.url);
const catalogue = loadCatalogue();
const who = {
  everyone: '',
  managers: 'whoever manages the chat',
  administrators: 'administrators of the bot',
} as const;

function commandsPage(): string {
  const rows = commandInfos.map(({ name, descriptionKey, usageKey, who: may, on }) => {
    const forms = catalogue.say('en', usageKey).split('\n').filter(Boolean);
    const where =
      on === undefined ? '' : `, on ${on.map((platform) => platform[0]!.toUpperCase() + platform.slice(1)).join(', ')}`;
    return `| \`/${name}\` | ${catalogue.say('en', descriptionKey)} | ${forms.map((form) => `\`${form}\``).join('<br>')} | ${who[may]}${where} |`;
  });
  return `# Commands

The same words in Telegram, Discord and the terminal. Words of commands are English in every language; what the bot answers is in yours.
In a private chat you manage it yourself. Made from the program by \`test/docs/generated.test.ts\`.

| command | does | forms | only for |
|---|---|---|---|
${rows.join('\n')}

A topic is a name or words; \`"a phrase"\` is exact; \`-word\`, \`-source:\`, \`-lang:\` and \`-category:\` leave out; \`OR\`, \`source:\`, \`lang:\`, \`category:\` and \`about:\` narrow or widen it.
Spans are \`8h\`, \`3d\`, \`2 weeks\`; times \`08:00\`, days \`weekdays\`, \`weekends\`, \`monday\`…
`;
}

function settingsPage(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const flagRows = flags.map(({ name, value, env, does }) => {
    const flag = `\`--${name}${value === undefined ? '' : ` ${value}`}\``;
    return `| ${cell(flag)} | ${env === undefined ? '' : `\`${env}\``} | ${cell(does)} |`;
  });
  const file = readFileSync(new URL('config/default.yaml', root), 'utf8').trimEnd();
  return `# Settings

Flags win over environment, environment over the config file. An unknown flag, a wrong value or an unreadable file is one clear line and exit code 2.
What a chat sets for itself is \`/settings\` ([commands](commands.md)). Made from the program by \`test/docs/generated.test.ts\`.

| flag | environment | what (default) |
|---|---|---|
${flagRows.join('\n')}

Environment only:

| variable | what (default) |
|---|---|
${variables.map(([name, does]) => `| \`${name}\` | ${cell(does)} |`).join('\n')}

## The config file

\`config/default.yaml\` is read unless \`--config\` names another:

\`\`\`yaml
${file}
\`\`\`
`;
}

describe('the pages that are made from the program', () => {
  it.each([
    ['docs/commands.md', commandsPage],
    ['docs/settings.md', settingsPage],
  ] as const)('%s says what the program does today', (path, make) => {
    const file = new URL(path, root);
    if (process.env.DATELINE_DOCS === 'write') writeFileSync(file, make());
    expect(readFileSync(file, 'utf8')).toBe(make());
  });
});
