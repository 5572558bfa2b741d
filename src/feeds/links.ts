/** Addresses: resolving, making one out of the many that lead to the same page, and refusing those that are none. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const scheme = /^[a-z][a-z0-9+.-]*:/i;

/** `link` against `base`; one that has a scheme stays as written (but for line breaks), one that cannot be resolved too. */
export function resolveLink(link: string, base: string): string {
  const given = link.trim().replace(/[\t\n\r]+ */g, '');
  const trimmed = /^www\.[\w-]+\.\w/i.test(given) ? `https://${given}` : given;
  if (scheme.test(trimmed) || base === '') return trimmed;
  return URL.parse(trimmed, base)?.href ?? trimmed;
}

/** An address without a name and a password before its host: those are for who reads the feed, and for nobody it is shown or told to. */
export function withoutLogin(address: string): string {
  const url = URL.parse(address);
  if (url === null || (url.username === '' && url.password === '')) return address;
  url.username = '';
  url.password = '';
  return url.href;
}

const trackers =
  /^(utm_|fb_|pk_|mtm_|piwik_|hsa_|vero_|ga_|trk_|at_(campaign|medium|custom|link|ptr|bbc|format)|wt[._]|ns_|__?hs|mc_|oly_|_ga|_hs|(fb|g|y|t|ms|dc|tt|li|wbra|gbra|scl|igsh|zan|epi|ttc)l?(clid|cid|aid)$|(cmpid|cmp|ocid|ncid|icid|smid|s_cid|partner|xtor|rss|feedname|igshid|igsh|smtyp|ref_src|ref_url|ftag|cid|mbid|soc_src|soc_trk|guccounter|guce_referrer|traffic_source|spref|sr_share|src_share|share|tsrc|wprov|mkt_tok|yclid|gclid|fbclid|msclkid|dclid|gclsrc|srsltid|_gl|sref|sc_src|sc_campaign|sc_medium|intcmp|referrer|ito|sharetype|lid|bxid|rss_id|feedtype|maca|wt_mc|from_rss|fromrss|amp)$)/i;

/** `ref=rss` and the like say only by which way the reader came. */
const wayValues = /^(rss|atom|feed|feeds|rss_?feed|rssfeed|twitter|facebook|homepage|newsletter)$/i;
const wayNames = /^(ref|source|src|from|via|origin|output|rss|f|utm)$/i;

const isTracker = (name: string, value: string): boolean =>
  trackers.test(name) || (wayNames.test(name) && wayValues.test(value));

/**
 * The address of the page itself: http(s), no tracking parameters, no fragment (but `#!` routes), no default port, no user and
 * password, no trailing dot; the other parameters in their order. Undefined for anything that no public web page can have.
 * Canonical addresses stay as they are. `isOwnNetwork`: pages of the operator's own network count, too.
 */
export function canonicalLink(link: string, isOwnNetwork = false): string | undefined {
  const url = URL.parse(link.trim());
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  if (url.href.length > 2_000 || !(isOwnNetwork || isPublicHost(url.hostname))) return undefined;
  // Setting a part parses the address anew: only where there is something to change.
  if (url.username !== '') url.username = '';
  if (url.password !== '') url.password = '';
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
  if (url.href.includes('#') && !url.hash.startsWith('#!')) url.hash = '';
  if (url.search !== '') url.search = keptParameters(url.search);
  return url.href;
}

/** Parameters as written (not decoded and encoded again, which changes some servers' answers), without trackers. */
function keptParameters(search: string): string {
  const kept = search
    .slice(1)
    .split('&')
    .filter((part) => {
      const [name = '', value = ''] = part.split('=', 2);
      return part !== '' && !isTracker(name, value);
    });
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

/** Whether a feed is read on the operator's own network: nobody else's private addresses are ever read. */
export function isOnOwnNetwork(feedUrl: string): boolean {
  const host = URL.parse(feedUrl)?.hostname ?? '';
  return host !== '' && !isPublicHost(host);
}

/** Whether the host may be on the public internet; names are not looked up. */
function isPublicHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(bare) !== 0) return ipaddr.process(bare).range() === 'unicast';
  return bare.includes('.') && !/\.(local|localhost|internal|intranet|lan|home|corp|onion|arpa)$/i.test(bare);
}
