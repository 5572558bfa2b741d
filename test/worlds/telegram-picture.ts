/** Chats of the fake Telegram as a page that looks like phones: for documentation, and to see what people see. */
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { FakeChat, Shown } from './telegram-chats.ts';
import type { Entity } from './telegram-entities.ts';

/** What somebody wrote, between the bot's messages. */
interface Said {
  readonly said: string;
  readonly name?: string;
}

const bell =
  '<svg width="13" height="13" viewBox="0 0 24 24"><path fill="#d9a400" d="M12 2a7 7 0 0 0-7 7v6l-2 3h18l-2-3V9a7 7 0 0 0-7-7zm-3 17a3 3 0 0 0 6 0z"/></svg>';
/** Few machines that draw have coloured signs among their letters. */
const signs: Readonly<Record<string, string>> = { '🔔': bell, '🔄': '↻', '📣': '▸' };

function escaped(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return Object.entries(signs).reduce((done, [sign, drawn]) => done.replaceAll(sign, drawn), safe);
}

export interface Phone {
  readonly title: string;
  readonly chat: FakeChat;
  /** Oldest first. */
  readonly parts: readonly (Shown | Said)[];
}

/** A page with one phone of 400 pixels beside the other. */
export function drawPhones(phones: readonly Phone[]): string {
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${phones.map(drawPhone).join('')}`;
}

function drawPhone({ title, chat, parts }: Phone): string {
  const rows = parts.map((part) => ('said' in part ? drawSaid(part, chat) : drawShown(part)));
  const kind = { private: 'bot', group: 'group', supergroup: 'group', channel: 'channel' }[chat.type];
  return `<section><header><b>${escaped(title)}</b><i>${kind}</i></header><main>${rows.join('')}</main></section>`;
}

function drawSaid({ said, name }: Said, chat: FakeChat): string {
  const head = chat.type === 'private' || name === undefined ? '' : `<b class="who">${escaped(name)}</b>`;
  return `<div class="row out"><div class="bubble">${head}${escaped(said)}</div></div>`;
}

function drawShown(shown: Shown): string {
  const eye = shown.onlyFor === undefined ? '' : '<div class="eye">Only you can see this</div>';
  const photo = shown.photo === undefined ? '' : '<div class="photo"></div>';
  const file = shown.document === undefined ? '' : `<div class="file">▤ ${escaped(shown.document.name)}</div>`;
  const text = `<div class="text">${drawText(shown.text, shown.entities)}</div>`;
  const preview =
    shown.preview?.url === undefined ? '' : `<div class="preview">${escaped(hostOf(shown.preview.url))}</div>`;
  return `<div class="row in"><div class="bubble">${eye}${photo}${file}${text}${preview}</div>${drawKeyboard(shown.markup)}</div>`;
}

function hostOf(url: string): string {
  return new URL(url).hostname;
}

function drawKeyboard(markup: InlineKeyboardMarkup | undefined): string {
  const rows = (markup?.inline_keyboard ?? []).map(
    (row) =>
      `<div class="keys">${row.map((key) => `<span>${escaped(key.text)}${'url' in key ? ' ↗' : ''}</span>`).join('')}</div>`,
  );
  return rows.join('');
}

const tags: Partial<Record<Entity['type'], string>> = {
  bold: 'b',
  italic: 'i',
  code: 'code',
  text_link: 'a',
  url: 'a',
  bot_command: 'a',
  mention: 'a',
  hashtag: 'a',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
};

/** Nested entities as nested elements; what ends first was begun last. */
function drawText(text: string, entities: readonly Entity[]): string {
  const marks = entities
    .filter(({ type }) => tags[type] !== undefined)
    .toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  let html = '';
  const open: { readonly tag: string; readonly end: number }[] = [];
  for (let at = 0; at <= text.length; at++) {
    while (open.at(-1) !== undefined && open.at(-1)!.end <= at) html += `</${open.pop()!.tag}>`;
    for (const mark of marks.filter(({ offset }) => offset === at)) {
      const tag = tags[mark.type]!;
      html += mark.type === 'expandable_blockquote' ? `<${tag} class="fold">` : `<${tag}>`;
      open.push({ tag, end: mark.offset + mark.length });
    }
    // A sign of two units is drawn where its first one stands.
    const isSecond = /[\udc00-\udfff]/.test(text[at] ?? '');
    if (!isSecond) html += escaped(String.fromCodePoint(...(at < text.length ? [text.codePointAt(at)!] : [])));
  }
  return html;
}

const style = `
*{box-sizing:border-box;margin:0}
body{display:flex;gap:8px;font:15px/1.35 'DejaVu Sans',sans-serif;background:#fff;color:#111}
section{width:400px;flex:none;background:#cfe0d4;min-height:100vh;border-radius:10px;overflow:hidden}
header{background:#3f7fb0;color:#fff;padding:10px 14px;display:flex;flex-direction:column}header i{font-size:12px;opacity:.8}
main{padding:10px;display:flex;flex-direction:column;gap:8px}
.row{max-width:350px;display:flex;flex-direction:column;gap:3px}.out{align-self:flex-end}.in{align-self:flex-start;min-width:300px}
.bubble{background:#fff;border-radius:12px;padding:7px 11px;position:relative;overflow:hidden;white-space:pre-wrap;overflow-wrap:anywhere}
.out .bubble{background:#e3f9c9}.who{display:block;color:#b0603f;font-size:13px}
.text a{color:#2f6ea5}.text i{color:#555;font-style:normal;font-size:13.5px}.text i a{color:#3a6f9c}
code{font:13.5px 'DejaVu Sans Mono',monospace;color:#9a3c2b}
blockquote{border-left:3px solid #3f7fb0;background:#eef5fa;border-radius:4px;padding:3px 8px;margin:3px 0;font-size:13.5px}
.fold{max-height:4.6em;overflow:hidden;position:relative}.fold::after{content:'⌄';position:absolute;right:6px;bottom:0;color:#3f7fb0}
.preview{margin-top:6px;border-left:3px solid #3f7fb0;padding:3px 8px;color:#3f7fb0;font-size:13px;background:#eef5fa;border-radius:4px}
.photo{height:150px;margin:-7px -11px 7px;background:linear-gradient(#9fc4dd 55%,#5c7f94 55%,#47677b)}
.file{padding:4px 0}.eye{font-size:12px;color:#777;margin-bottom:3px}
.keys{display:flex;gap:3px}.keys span{flex:1;text-align:center;background:#7fa892;color:#fff;border-radius:8px;padding:6px 3px;font-size:12.5px}
`;
