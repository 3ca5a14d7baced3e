/** How the engine writes values that plain JSON has no word for, in events and in states. */

/** Stands for a value that is known only after the deploy. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key that marks a special object; its value says of which kind. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
