/** The terminal as a prompt that messages never tear, and plain output for everything else. */
import readline from 'node:readline';
import { readHistory, writeHistory } from './history.ts';

export interface Screen {
  /** A block of text above the prompt. Resolves when it is handed to the system. */
  write(text: string): Promise<void>;
  /** Changes what stands before the typed line. */
  setPrompt(prompt: string): void;
  forgetHistory(): void;
  close(): void;
}

export interface ScreenOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly historyFile: string | undefined;
  readonly prompt: string;
  readonly complete: (typed: string) => Promise<string[]>;
  readonly onLine: (line: string) => void;
  /** End of input, or Ctrl+C on an empty line. */
  readonly onEnd: () => void;
}

/** A line editor with history and completion. */
export function openTerminal(options: ScreenOptions): Screen {
  let history = readHistory(options.historyFile);
  let isClosed = false;
  const editor = readline.createInterface({
    input: options.input,
    output: options.output,
    terminal: true,
    history: [...history],
    historySize: 500,
    removeHistoryDuplicates: true,
    prompt: options.prompt,
    completer: (typed: string, done: (error: null, result: [string[], string]) => void) => {
      options.complete(typed).then(
        (hits) => done(null, [hits, typed]),
        () => done(null, [[], typed]),
      );
    },
  });
  editor.on('history', (lines: string[]) => {
    history = lines;
    writeHistory(options.historyFile, lines);
  });
  editor.on('line', (line) => {
    options.onLine(line);
    editor.prompt();
  });
  editor.on('SIGINT', () => (editor.line === '' ? editor.close() : clearLine(editor)));
  editor.on('close', () => {
    isClosed = true;
    options.onEnd();
  });
  editor.prompt();
  return {
    write: async (text) => {
      if (!isClosed) liftPrompt(editor, options.output);
      await put(options.output, text);
      if (!isClosed) editor.prompt(true);
    },
    setPrompt: (prompt) => {
      editor.setPrompt(prompt);
      if (!isClosed) editor.prompt(true);
    },
    forgetHistory: () => {
      history.length = 0;
      writeHistory(options.historyFile, []);
    },
    close: () => editor.close(),
  };
}

function clearLine(editor: readline.Interface): void {
  editor.write(null, { ctrl: true, name: 'e' });
  editor.write(null, { ctrl: true, name: 'u' });
}

/** Takes the prompt and the half-typed line off the screen, over as many rows as they take; `prompt(true)` brings them back. */
function liftPrompt(editor: readline.Interface, output: NodeJS.WritableStream): void {
  readline.moveCursor(output, 0, -editor.getCursorPos().rows);
  readline.cursorTo(output, 0);
  readline.clearScreenDown(output);
}

/** Lines from a pipe or a file; nothing but messages goes out. */
export function openPipe(options: Pick<ScreenOptions, 'input' | 'output' | 'onLine' | 'onEnd'>): Screen {
  const reader = readline.createInterface({
    input: options.input,
    crlfDelay: Number.POSITIVE_INFINITY,
    terminal: false,
  });
  reader.on('line', options.onLine);
  reader.on('close', options.onEnd);
  return {
    write: (text) => put(options.output, text),
    setPrompt: () => undefined,
    forgetHistory: () => undefined,
    close: () => reader.close(),
  };
}

/** A reader that went away is no error of ours: the text is dropped. */
function put(output: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    output.write(text, () => resolve());
  });
}
