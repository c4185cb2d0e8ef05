/**
 * A seccomp filter as bubblewrap takes it. A network namespace does not close sockets in the file system (the
 * desktop's bus, container daemons, agents with keys), a process with its own user namespace has every capability
 * in it, and io_uring does what the filter would refuse; so these calls are refused. Program format: classic BPF
 * over `struct seccomp_data` (linux/seccomp.h, linux/filter.h).
 */
interface Machine {
  /** AUDIT_ARCH_* of linux/audit.h. */
  readonly audit: number
  readonly calls: Readonly<Record<Call, number>>
}

type Call =
  | 'socket'
  | 'unshare'
  | 'clone'
  | 'clone3'
  | 'setns'
  | 'io_uring_setup'
  | 'add_key'
  | 'request_key'
  | 'keyctl'

const MACHINES: Readonly<Record<string, Machine>> = {
  x64: {
    audit: 0xc000003e,
    calls: {
      ...{ socket: 41, unshare: 272, clone: 56, clone3: 435, setns: 308, io_uring_setup: 425 },
      ...{ add_key: 248, request_key: 249, keyctl: 250 },
    },
  },
  arm64: {
    audit: 0xc00000b7,
    calls: {
      ...{ socket: 198, unshare: 97, clone: 220, clone3: 435, setns: 268, io_uring_setup: 425 },
      ...{ add_key: 217, request_key: 218, keyctl: 219 },
    },
  },
}

const LOAD = 0x20
const EQUAL = 0x15
const AT_LEAST = 0x35
const ANY_BIT = 0x45
const RETURN = 0x06

const ALLOW = 0x7fff0000
const KILL = 0x80000000
const EPERM = 0x00050001
const ENOSYS = 0x00050026

/** Offsets in `struct seccomp_data`; the low half of the first argument on these little-endian machines. */
const NUMBER = 0
const ARCHITECTURE = 4
const ARGUMENT = 16

const AF_UNIX = 1
const AF_ALG = 38
const AF_VSOCK = 40
const CLONE_NEWUSER = 0x10000000
/** Calls of the x32 ABI have this bit: they would pass by another number. */
const X32 = 0x40000000

type Instruction = readonly [code: number, yes: number, no: number, value: number]

/** `unless` follows when the number differs: skip what belongs to this call. */
function onCall(number: number, body: readonly Instruction[]): readonly Instruction[] {
  return [[EQUAL, 0, body.length, number], ...body]
}

function refuse(how: number): readonly Instruction[] {
  return [[RETURN, 0, 0, how]]
}

function program({ audit, calls }: Machine): readonly Instruction[] {
  const families = [AF_UNIX, AF_ALG, AF_VSOCK]
  const socket: Instruction[] = [
    [LOAD, 0, 0, ARGUMENT],
    ...families.map((family, at): Instruction => [EQUAL, families.length - at, 0, family]),
    [RETURN, 0, 0, ALLOW],
    [RETURN, 0, 0, EPERM],
  ]
  const newUser: Instruction[] = [
    [LOAD, 0, 0, ARGUMENT],
    [ANY_BIT, 0, 1, CLONE_NEWUSER],
    [RETURN, 0, 0, EPERM],
    [RETURN, 0, 0, ALLOW],
  ]
  return [
    [LOAD, 0, 0, ARCHITECTURE],
    [EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, NUMBER],
    [AT_LEAST, 0, 1, X32],
    [RETURN, 0, 0, ENOSYS],
    ...onCall(calls.socket, socket),
    ...onCall(calls.clone, newUser),
    ...onCall(calls.unshare, newUser),
    // Its flags lie behind a pointer, out of a filter's sight; programs then fall back on clone.
    ...onCall(calls.clone3, refuse(ENOSYS)),
    ...onCall(calls.setns, refuse(EPERM)),
    ...onCall(calls.io_uring_setup, refuse(ENOSYS)),
    ...onCall(calls.add_key, refuse(ENOSYS)),
    ...onCall(calls.request_key, refuse(ENOSYS)),
    ...onCall(calls.keyctl, refuse(ENOSYS)),
    [RETURN, 0, 0, ALLOW],
  ]
}

/** The filter's bytes for a processor (as in `process.arch`); null where its calls are not known here. */
export function seccompFilter(arch: string): Buffer | null {
  const machine = MACHINES[arch]
  if (machine === undefined) return null
  const bytes = program(machine).map(([code, yes, no, value]) => {
    const one = Buffer.alloc(8)
    one.writeUInt16LE(code, 0)
    one.writeUInt8(yes, 2)
    one.writeUInt8(no, 3)
    one.writeUInt32LE(value, 4)
    return one
  })
  return Buffer.concat(bytes)
}
