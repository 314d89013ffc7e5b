import { BlockList, isIP } from 'node:net';

/** Reach of an address: public on the internet, local to this machine and its network, or never to be contacted. */
export type AddressClass = 'public' | 'local' | 'never';

type Network = readonly [network: string, prefix: number, family: 'ipv4' | 'ipv6'];

/** Networks of this machine and around it. A tool may reach them when its user says so. */
const LOCAL: readonly Network[] = [
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
];

/** Networks of no use to any tool: link-local, cloud metadata, multicast, and ranges that embed another address. */
const NEVER: readonly Network[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['5f00::', 16, 'ipv6'],
  ['fd00:ec2::', 32, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const local = listOf(LOCAL);
const never = listOf(NEVER);
/** All of `::/96` except the machine itself: old notations for IPv4 in IPv6. */
const compatible = listOf([['::', 96, 'ipv6']]);

/**
 * Classifies an IP literal without a port. IPv4 embedded in IPv6 counts as the address it holds. Anything that is no address is
 * `never`.
 */
export function classOf(address: string): AddressClass {
  const family = isIP(address);
  if (family === 0) return 'never';
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (never.check(address, type)) return 'never';
  if (local.check(address, type)) return 'local';
  return type === 'ipv6' && compatible.check(address, type) ? 'never' : 'public';
}

function listOf(networks: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix, family] of networks) list.addSubnet(network, prefix, family);
  return list;
}
