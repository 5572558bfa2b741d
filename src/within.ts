/** What comes within some real time, whatever the clock of the news says. */

/** What the work gives, or 'late' when that takes longer; it goes on all the same. Rejects when it fails in time. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(done, Math.max(0, ms), 'late');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
