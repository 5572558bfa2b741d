/** Which network addresses a feed may make the program contact. Pure; asked at every connection and every hop. */
import ipaddr from 'ipaddr.js';

type Ip = ipaddr.IPv4 | ipaddr.IPv6;

export interface Guard {
  /** Whether this IP address (any textual form) may be contacted. What is not an IP address may not. */
  allows(address: string): boolean;
  /** Whether a URL's host is the operator's own machine or network: an allowed private address, or `localhost` when loopback is allowed. */
  isOwn(hostname: string): boolean;
}

/** Reads `10.0.0.0/8` or a single address. Answers undefined for anything else. */
function readCidr(text: string): readonly [Ip, number] | undefined {
  const trimmed = text.trim();
  if (ipaddr.isValidCIDR(trimmed)) return ipaddr.parseCIDR(trimmed);
  if (!ipaddr.isValid(trimmed)) return undefined;
  const address = ipaddr.parse(trimmed);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/**
 * Allows public unicast addresses, and what stands in `allowPrivate`.
 * @param allowPrivate CIDRs or addresses; those that cannot be read are ignored (settings refuse them at start)
 */
export function createGuard(allowPrivate: readonly string[]): Guard {
  const allowed = allowPrivate.map(readCidr).filter((range) => range !== undefined);
  const isAllowedPrivate = (ip: Ip) =>
    allowed.some(([range, bits]) => range.kind() === ip.kind() && ip.match(range, bits));
  const allows = (address: string) => {
    const ip = readAddress(address);
    return ip !== undefined && (isAllowedPrivate(ip) || isPublic(ip));
  };
  const isOwn = (hostname: string) => {
    const ip = readAddress(isLocalhost(hostname) ? '127.0.0.1' : hostname);
    return ip !== undefined && isAllowedPrivate(ip);
  };
  return { allows, isOwn };
}

/** The IP literal in a URL's host, without brackets; undefined for a name. */
export function literalOf(hostname: string): string | undefined {
  const bare = hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : undefined;
}

const isLocalhost = (hostname: string) => /^(?:.+\.)?localhost\.?$/i.test(hostname);

/** An IPv4 address inside an IPv6 one (mapped, NAT64) is judged as what will be contacted. */
function readAddress(text: string): Ip | undefined {
  const bare = literalOf(text);
  if (bare === undefined) return undefined;
  const ip = ipaddr.parse(bare);
  if (ip.kind() === 'ipv4') return ip;
  const six = ip as ipaddr.IPv6;
  if (six.isIPv4MappedAddress()) return six.toIPv4Address();
  return isWellKnownNat64(six) ? new ipaddr.IPv4(six.toByteArray().slice(12)) : six;
}

/** 64:ff9b::/96 of RFC 6052; the local-use prefix of RFC 8215 stays refused. */
function isWellKnownNat64(ip: ipaddr.IPv6): boolean {
  return ip.match(ipaddr.IPv6.parse('64:ff9b::'), 96);
}

/** Global unicast of IPv6 is 2000::/3 (RFC 4291); everything special inside it has a range name of its own. */
function isPublic(ip: Ip): boolean {
  if (ip.range() !== 'unicast') return false;
  return ip.kind() === 'ipv4' || ip.match(ipaddr.IPv6.parse('2000::'), 3);
}
