/** Where well-known sites keep the feed of a page. Pure: an address in, addresses to try out. */

/** Addresses of the feeds of a page on a site that is known, best first; empty for other sites. */
export function knownFeeds(page: URL): readonly string[] {
  const host = page.hostname.toLowerCase().replace(/^(?:www|m|old|new|mobile)\./, '');
  const path = page.pathname.replace(/\/+$/, '');
  const site = Object.hasOwn(sites, host) ? sites[host] : undefined;
  return (site ?? otherSites)(page, path, host);
}

/** The page that a name of a person or a community stands for: `@name@some.site`, `r/name`; undefined for anything else. */
export function pageOfName(typed: string): URL | undefined {
  const account = /^@(\w[\w.-]*)@([\w-]+(?:\.[\w-]+)+)$/.exec(typed);
  if (account !== null) return new URL(`https://${account[2]}/@${account[1]}`);
  const group = /^\/?((?:r|u|user)\/[\w-]{2,30})\/?$/.exec(typed)?.[1];
  return group === undefined ? undefined : new URL(`https://www.reddit.com/${group}`);
}

type Site = (page: URL, path: string, host: string) => readonly string[];

const sites: Readonly<Record<string, Site>> = {
  'youtube.com': youtube,
  'reddit.com': (_, path) =>
    /^\/(?:r|u|user)\/[\w.-]+/.test(path) ? [`https://www.reddit.com${path.replace(/\.rss$/, '')}/.rss`] : [],
  'github.com': github,
  'gitlab.com': (_, path) =>
    /^\/[\w.-]+\/[\w.-]+$/.test(path) ? [`https://gitlab.com${path}/-/tags?format=atom`] : [],
  'medium.com': (_, path) => (/^\/@?[\w.-]+/.test(path) ? [`https://medium.com/feed/${path.split('/')[1]}`] : []),
  'bsky.app': (_, path) => (/^\/profile\/[\w.:-]+$/.test(path) ? [`https://bsky.app${path}/rss`] : []),
  'news.ycombinator.com': () => ['https://news.ycombinator.com/rss'],
  'vimeo.com': (_, path) =>
    /^\/(?:channels\/|groups\/)?[\w-]+$/.test(path) ? [`https://vimeo.com${path}/videos/rss`] : [],
  'codeberg.org': (_, path) => (/^\/[\w.-]+(?:\/[\w.-]+)?$/.test(path) ? [`https://codeberg.org${path}.rss`] : []),
  'stackoverflow.com': (_, path) => {
    const tag = /^\/questions\/tagged\/([\w.+#%-]+)$/.exec(path)?.[1];
    return tag === undefined ? [] : [`https://stackoverflow.com/feeds/tag/${tag}`];
  },
};

/** Channel pages with a name (`/@name`) declare their feed themselves. */
function youtube(page: URL, path: string): readonly string[] {
  const feed = 'https://www.youtube.com/feeds/videos.xml';
  const channel = /^\/channel\/([\w-]+)/.exec(path)?.[1];
  if (channel !== undefined) return [`${feed}?channel_id=${channel}`];
  const user = /^\/user\/([\w-]+)/.exec(path)?.[1];
  if (user !== undefined) return [`${feed}?user=${user}`];
  const list = page.searchParams.get('list');
  return list !== null && /^[\w-]+$/.test(list) ? [`${feed}?playlist_id=${list}`] : [];
}

function github(_: URL, path: string): readonly string[] {
  if (path.endsWith('.atom')) return [];
  const [owner, repository] = path.slice(1).split('/');
  if (owner === undefined || owner === '') return [];
  if (repository === undefined) return [`https://github.com/${owner}.atom`];
  return ['releases', 'tags', 'commits'].map((kind) => `https://github.com/${owner}/${repository}/${kind}.atom`);
}

function otherSites(page: URL, path: string, host: string): readonly string[] {
  // Mastodon and its kin: an account's page is /@name, a subject's /tags/name, their feeds the same with an ending.
  const account = /^\/(?:@\w[\w.-]*|tags\/[\p{L}\p{N}_%]+)$/u.exec(path)?.[0];
  if (account !== undefined) return [`${page.origin}${account}.rss`];
  // Lemmy and its kin.
  const community = /^\/[cu]\/[\w.-]+(?:@[\w.-]+)?$/.exec(path)?.[0];
  if (community !== undefined) return [`${page.origin}/feeds${community}.xml?sort=New`];
  if (host.endsWith('.substack.com')) return [`${page.origin}/feed`];
  if (host.endsWith('.tumblr.com')) return [`${page.origin}/rss`];
  if (/\.blogspot\.[a-z.]+$/.test(host)) return [`${page.origin}/feeds/posts/default`];
  if (host.endsWith('.medium.com')) return [`${page.origin}/feed`];
  return [];
}

/** Where feeds often lie when a page names none, in the order of how often they are found there. */
export const commonPaths: readonly string[] = [
  '/feed',
  '/rss',
  '/rss.xml',
  '/feed.xml',
  '/atom.xml',
  '/index.xml',
  '/feed.json',
  '/feeds/posts/default',
  '/?feed=rss2',
];
