import { describe, expect, it } from 'vitest';
import { classOf } from './guarded-request';

describe('classOf', () => {
  it.each([
    '127.0.0.1',
    '127.1.2.3',
    '10.1.2.3',
    '100.64.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::FFFF:A00:1',
    'fc00::1',
    'fd12:3456::1',
  ])('%s is of this machine or its network', (address) => {
    expect(classOf(address)).toBe('local');
  });

  it.each([
    '0.0.0.0',
    '169.254.169.254',
    '100.100.100.200',
    '192.0.0.192',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::7f00:1',
    '::ffff:169.254.169.254',
    '::ffff:0.0.0.0',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'localhost',
    '2130706433',
    '0x7f000001',
    '',
  ])('%s is nobody’s to ask', (address) => {
    expect(classOf(address)).toBe('never');
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(classOf(address)).toBe('public');
  });
});
