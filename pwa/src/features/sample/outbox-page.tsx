import type { Screen } from '../../ui/router.tsx';
import OutboxScreen from '../outbox/outbox-screen.tsx';
import { useJournal } from '../outbox/use-journal.ts';

/** What was found on site and is not sent yet, at the desk, where no other page keeps the journal open. */
const OutboxPage: Screen = (props) => {
  useJournal();
  return <OutboxScreen {...props} />;
};
export default OutboxPage;
