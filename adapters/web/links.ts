/** Addresses, as pages and feeds write them. */

/** The longest address that is written out: a longer one would crowd out the stories. */
const maxLength = 1_000;

/** The address when it is one of the web, else undefined: nothing else may stand in a link. */
export function webLink(url: string): string | undefined {
  return url.length <= maxLength && /^https?:\/\/[^\s<>"]+$/i.test(url) && URL.canParse(url) ? url : undefined;
}

export const topicPath = (slug: string) => `/t/${encodeURIComponent(slug)}`;

export const storyPath = (id: string) => `/s/${encodeURIComponent(id)}`;
