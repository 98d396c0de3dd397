import { alwaysInTeam } from "../own-team";
import { LOCAL_USER_ID } from "../schema/users";

// a unit works for the person at this computer, as the command line does
alwaysInTeam(LOCAL_USER_ID);
