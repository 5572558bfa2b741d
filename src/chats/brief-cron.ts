/** `/brief cron 0 8 * * mon-fri headlines about Lavrov`: a brief by a cron line, for those who think in them. */
import { cronProblem, parseCron } from '../cron.ts';
import { parseSchedule, type ScheduleWords } from './schedule-words.ts';

export interface CronWords extends Omit<ScheduleWords, 'times' | 'days'> {
  readonly cron: string;
}

/** Which of the first five fields cannot be read; undefined when that is not what is wrong. */
export function cronFault(text: string): ReturnType<typeof cronProblem> {
  return cronProblem(fieldsOf(text).slice(0, 5).join(' '));
}

function fieldsOf(text: string): string[] {
  return text.replace(/["“”]/g, '').trim().split(/\s+/);
}

/** The line and the words after it; undefined when the first five fields are no cron line, or a time or a word stands there that fits nowhere. */
export function readCronWords(text: string, locale: string, now: number): CronWords | undefined {
  const fields = fieldsOf(text);
  const cron = fields.slice(0, 5).join(' ');
  if (parseCron(cron) === undefined) return undefined;
  const read = parseSchedule(fields.slice(5).join(' '), locale, now);
  if (read.kind === 'unread' || read.schedule.times.length > 0 || read.schedule.days.length > 0) return undefined;
  const { zone, length, topics } = read.schedule;
  return { cron, zone, length, topics };
}
