/** One request and its answer: one hop, without redirects. */
import type { Dispatcher } from 'undici';
import { type BodySink, createBodySink } from './body.ts';
import { ForbiddenAddress } from './connect.ts';
import { type Headers, header } from './headers.ts';

export type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Headers;
      readonly body: Uint8Array | undefined;
    }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface ExchangeRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  /** Sent as POST when given. */
  readonly form?: string;
  /** Ends the exchange at once with the reason that the signal carries. */
  readonly signal: AbortSignal;
}

/** Bodies of answers that are not wanted (redirects, errors) are read up to here, so that the connection can be used again. */
const discardedBytes = 16 * 1024;

/** Never throws; resolves once, at the latest when the signal is aborted. */
export function exchange(dispatcher: Dispatcher, request: ExchangeRequest): Promise<Exchange> {
  return new Promise((resolve) => {
    const handler = new AnswerHandler(request, resolve);
    const { url, headers, form } = request;
    const target = { origin: url.origin, path: url.pathname + url.search, headers, headersTimeout: 0, bodyTimeout: 0 };
    const sent = form === undefined ? { method: 'GET' } : { method: 'POST', body: form };
    try {
      dispatcher.dispatch({ ...target, ...sent }, handler);
    } catch (error) {
      handler.onResponseError(undefined, error as Error);
    }
  });
}

/** undici calls these as the answer arrives; this is its cheapest interface. */
class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #request: ExchangeRequest;
  readonly #resolve: (exchange: Exchange) => void;
  readonly #onAbort = () => this.#fail(String(this.#request.signal.reason));
  #controller: Dispatcher.DispatchController | undefined;
  #sink: BodySink | undefined;
  #status = 0;
  #headers: Headers = {};
  #discarded = 0;
  #isSettled = false;

  constructor(request: ExchangeRequest, resolve: (exchange: Exchange) => void) {
    this.#request = request;
    this.#resolve = resolve;
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (request.signal.aborted) this.#onAbort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isSettled) controller.abort(new Error('the answer is not wanted any more'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    if (status >= 300) return;
    this.#sink = createBodySink(header(headers, 'content-encoding'), this.#request.maxBytes, {
      onDone: (body) => this.#answer(body),
      onFail: (reason) => this.#fail(reason),
      onDrain: () => controller.resume(),
    });
    if (this.#sink === undefined) this.#fail('bad-encoding');
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isSettled) return;
    if (this.#sink === undefined) {
      this.#discarded += chunk.length;
      if (this.#discarded > discardedBytes) this.#end(() => this.#answerWithout());
    } else if (!this.#sink.write(chunk) && !this.#isSettled) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#isSettled) return;
    if (this.#sink === undefined)
      this.#settle({ kind: 'answer', status: this.#status, headers: this.#headers, body: undefined });
    else this.#sink.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    if (error instanceof ForbiddenAddress) this.#settle({ kind: 'refused', reason: 'private-address' });
    else this.#settle({ kind: 'failed', reason: reasonOf(error) });
  }

  #answer(body: Uint8Array): void {
    this.#settle({ kind: 'answer', status: this.#status, headers: this.#headers, body });
  }

  #answerWithout(): void {
    this.#settle({ kind: 'answer', status: this.#status, headers: this.#headers, body: undefined });
  }

  #fail(reason: string): void {
    this.#end(() => this.#settle({ kind: 'failed', reason }));
  }

  /** Settles first: aborting reports an error of its own, which is then not heard. */
  #end(settle: () => void): void {
    if (this.#isSettled) return;
    settle();
    this.#controller?.abort(new Error('the answer is not wanted any more'));
  }

  #settle(result: Exchange): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    this.#sink?.destroy();
    this.#resolve(result);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'unknown-host',
  ENODATA: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ESERVFAIL: 'unknown-host',
  ECONNREFUSED: 'no-connection',
  EHOSTUNREACH: 'no-connection',
  ENETUNREACH: 'no-connection',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
  UND_ERR_SOCKET: 'connection-lost',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
};

/** A short word; messages of errors may hold addresses with secrets in them. */
function reasonOf(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  if (reasons[code] !== undefined) return reasons[code];
  if (/CERT|SSL|TLS|SELF_SIGNED|ALTNAME/.test(code)) return 'bad-certificate';
  return code.startsWith('HPE_') || code.startsWith('UND_ERR') ? 'bad-answer' : 'no-connection';
}
