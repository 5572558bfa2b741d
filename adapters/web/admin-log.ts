/** `/admin/log`: the log as it is written. The page goes on arriving while it is open, so it needs no script. */
import type { Context } from 'hono';
import { html } from 'hono/html';
import { adminPage } from './admin-parts.ts';
import type { PageParts } from './app.ts';

/** Then the page ends, and says so. Real time. */
const openForMs = 15 * 60_000;
/** So that proxies and browsers know that the page is alive. */
const beatMs = 15_000;
const mark = '<li hidden></li>';

export async function logPage(c: Context, parts: PageParts): Promise<Response> {
  const list = html`<p class="quiet">Newest last. This page goes on by itself for a quarter of an hour.</p>
<ol class="log" role="log" aria-label="Log" tabindex="0"><li hidden></li></ol>`;
  const page = await adminPage(c, parts, 'Log', list);
  const [head = '', foot = ''] = page.split(mark);
  const headers = {
    'content-type': 'text/html; charset=UTF-8',
    'cache-control': 'no-store',
    // nginx would hold the page back until it is whole.
    'x-accel-buffering': 'no',
  };
  return c.body(await flow(parts, head, foot), 200, headers);
}

async function flow({ tail }: PageParts, head: string, foot: string): Promise<ReadableStream<Uint8Array>> {
  const known = (await Promise.all(tail.lines().map(row))).join('');
  let end = () => {};
  return new ReadableStream({
    start(controller) {
      const write = (text: string) => controller.enqueue(Buffer.from(text));
      write(head + known);
      let writing = Promise.resolve();
      const unfollow = tail.follow((line) => {
        writing = writing.then(async () => write(await row(line))).catch(() => end());
      });
      const beat = setInterval(() => write(' '), beatMs);
      const ending = setTimeout(() => {
        end();
        write(foot);
        controller.close();
      }, openForMs);
      for (const timer of [beat, ending]) timer.unref();
      end = () => {
        unfollow();
        clearInterval(beat);
        clearTimeout(ending);
      };
    },
    cancel() {
      end();
    },
  });
}

/** '12:00:01 warn a feed cannot be read reason=timeout' */
async function row(line: string): Promise<string> {
  const { time = '', level = '', msg, ...rest } = fieldsOf(line);
  const more = Object.entries(rest).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const at = String(time).slice(11, 19);
  return String(
    await html`<li><time>${at}</time> <b>${levels[Number(level)] ?? level}</b> ${String(msg ?? '')} <span class="quiet">${more.join(' ')}</span></li>
`,
  );
}

/** As pino numbers them. */
const levels: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** A line that was cut, or is not ours, is shown as it is. */
function fieldsOf(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return { msg: line };
  }
}
