import { expect, it } from "vitest";
import { addressKey } from "./address-key";

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  // the same network, with its zeros left out in another place
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:db8::a:b:c:d", "2001:db8:0:0"],
  ["2001:0DB8:0000:0000:ffff::", "2001:db8:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["no address", "no address"],
])("%s counts as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});
