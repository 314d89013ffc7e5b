import { notifications } from '@mantine/notifications';

/** Says why something the operator asked for was not done; the same sentence is not shown twice at a time. */
export function showRefusal(sentence: string): void {
  notifications.show({ id: sentence, message: sentence, color: 'red', withBorder: false });
}
