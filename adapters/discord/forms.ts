/** The forms of a message: tried from the best to the plainest that Discord takes. */
import { attempt, type Connection, type Tried } from './connection.ts';
import { type Body, bodyOf, type Form, forms, type Sheet } from './layout.ts';
import type { Failure } from './outcome.ts';

export interface Mentions {
  readonly parse: readonly [];
  readonly roles?: readonly [string];
  readonly replied_user: false;
}

/** No send and no edit may call anybody, whatever its text. */
export const noMentions: Mentions = { parse: [], replied_user: false };

/** But a loud alert whose topic has a role: that one alone. */
export function mentionsOf(sheet: Sheet, isLoud: boolean): Mentions {
  return isLoud && sheet.calls !== undefined ? { ...noMentions, roles: [sheet.calls] } : noMentions;
}

/** A form that Discord calls invalid is tried once more in a plainer one. */
export async function inSomeForm<T>(
  line: Connection,
  sheet: Sheet,
  isEdit: boolean,
  call: (body: Body) => Promise<unknown>,
): Promise<Tried<T>> {
  const hasPictures = sheet.piece.some(({ image }) => image !== undefined);
  const candidates = forms.filter((form) => isPossible(form, line.skills.components, hasPictures, isEdit));
  let done: Tried<T> | undefined;
  let refusal: Failure | undefined;
  for (const form of candidates) {
    done = await attempt<T>(line, () => call(bodyOf(sheet, form)));
    if (done.ok) {
      if (form === 'embed' && isUnknown(refusal)) line.skills.components = false;
      return done;
    }
    if (!isRefusedForm(done.failure)) return done;
    line.host.log.debug({ form, reason: done.failure.reason }, 'Discord refused a form of a message');
    refusal ??= done.failure;
  }
  return refusal === undefined ? done! : { ok: false, failure: refusal };
}

function isPossible(form: Form, hasComponents: boolean, hasPictures: boolean, isEdit: boolean): boolean {
  if (form === 'embed') return true;
  const isUseful = { components: true, converted: isEdit, withoutPictures: hasPictures }[form];
  return hasComponents && isUseful;
}

function isRefusedForm({ status, code }: Failure): boolean {
  return status === 400 && (code === 50035 || code === 50006 || code === 0);
}

/** Whether a server said that it does not know this kind of components at all. */
function isUnknown(refusal: Failure | undefined): boolean {
  return (
    refusal !== undefined && /flags|IS_COMPONENTS_V2|UNKNOWN_COMPONENT|components\[\d+\]\.type/i.test(refusal.reason)
  );
}
