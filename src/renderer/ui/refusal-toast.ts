import { notifications } from '@mantine/notifications';

/** Says that something was done which the screen shows nowhere else. */
export function showDone(sentence: string): void {
  notifications.show({ id: sentence, message: sentence, withBorder: false });
}

/** Says why something the operator asked for was not done; the same sentence is not shown twice at a time. */
export function showRefusal(sentence: string): void {
  notifications.show({ id: sentence, message: sentence, color: 'red', withBorder: false });
}
