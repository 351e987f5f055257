// Identity calls this once somebody has confirmed their address: everybody becomes a member.
exports.handler = async (event) => {
  const { user } = JSON.parse(event.body);
  const app_metadata = { ...user.app_metadata, roles: ["member"] };
  return { statusCode: 200, body: JSON.stringify({ app_metadata }) };
};
