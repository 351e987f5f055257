/** Identity's events, in the typed style: Netlify finds them by the names of the handlers. */
export default {
  userValidate(event) {
    if (event.user.email.endsWith("@blocked.example")) event.deny();
  },
  userLogin(event) {
    const { user } = event;
    return { user: { ...user, userMetadata: { ...user.userMetadata, visits: (user.userMetadata?.visits ?? 0) + 1 } } };
  },
};
