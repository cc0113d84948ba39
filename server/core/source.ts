/** Where a request comes from, as one house: what limits and locks count. */
import { isIPv6 } from 'node:net';

/** Half of an IPv6 address names the network; whoever has one network has all addresses in it. */
const NETWORK_GROUPS = 4;
const GROUPS = 8;

/**
 * The address itself for IPv4, the /64 network for IPv6.
 * @param address as the socket or our own proxy names it, also `::ffff:10.0.0.1`
 */
export function networkOf(address: string): string {
  const v4 = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address);
  if (v4) return v4[1];
  if (!isIPv6(address)) return address;
  const [head, tail] = address.toLowerCase().split('%')[0].split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [before, after] = [groups(head), groups(tail)];
  const zeros = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
  const all = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return all
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
