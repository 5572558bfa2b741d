/** `/role`: people of a chat under one name, whom the alerts of a topic call. On platforms that know such roles. */
import type { Answer, Span } from '../model.ts';
import type { Follow } from '../store/records.ts';
import { answer, heading, line, list, message } from './answers.ts';
import { findFollow, suggestTopics } from './topics.ts';
import type { Command, Visit } from './visit.ts';

export const roleCommand: Command = {
  name: 'role',
  who: 'managers',
  on: ['discord'],
  run: role,
  suggest: suggestTopics,
};

/** With a role chosen beside the text, its topic calls it; `off TOPIC` ends that; else what is set is listed. */
async function role(visit: Visit, rest: string): Promise<Answer> {
  if (visit.chat.kind === 'private') return line(visit, 'role.servers');
  const { role: chosen } = visit.incoming;
  const [, ended] = /^off\s+(.+)$/is.exec(rest) ?? [];
  if (chosen === undefined && ended === undefined) return listRoles(visit);
  const typed = chosen === undefined ? (ended ?? '') : rest;
  const found = findFollow(visit.tools, visit.chat, typed);
  if (found === undefined) return line(visit, 'role.noTopic', { topic: typed.slice(0, 80) });
  const { role: _before, ...bare } = found;
  const changed: Follow = chosen === undefined ? bare : { ...bare, role: chosen };
  await visit.save({ follows: visit.chat.follows.map((one) => (one === found ? changed : one)) });
  const params = { topic: found.text, role: chosen?.name ?? '' };
  const done = { topic: found.text };
  return line(visit, chosen === undefined ? 'role.off' : 'role.set', params, done);
}

function listRoles(visit: Visit): Answer {
  const items = visit.chat.follows.flatMap(({ text, role }): Span[][] =>
    role === undefined ? [] : [[{ text, style: 'bold' }, { text: ` · @${role.name}` }]],
  );
  if (items.length === 0) return line(visit, 'role.none');
  return answer(message([heading(visit.spans('role.title')), list(items)], { isPrivate: true }));
}
