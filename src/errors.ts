/** The whole family of errors that the program throws on purpose. `message` is one line and safe to show. */

/** A setting, flag or file of the person who starts the program is wrong: one line on stderr, exit code 2. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** The program cannot start or go on as it was set up (a refused token, a second poller, a locked store): one line, exit code 1. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** The store did not do what it was asked. Nothing may be sent or acknowledged that depended on it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
