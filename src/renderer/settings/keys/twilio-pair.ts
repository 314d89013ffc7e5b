const PAIR = /(AC[0-9a-f]{32})[^0-9a-zA-Z]+(?:[A-Za-z ]+[:=]?\s*)?([0-9a-f]{32})(?![0-9a-zA-Z])/;

/** The Account SID and the Auth Token in a text that has both, as when the console's whole box was copied; else null. */
export function twilioPair(text: string): { readonly accountSid: string; readonly authToken: string } | null {
  const [, accountSid, authToken] = PAIR.exec(text) ?? [];
  return accountSid === undefined || authToken === undefined ? null : { accountSid, authToken };
}
