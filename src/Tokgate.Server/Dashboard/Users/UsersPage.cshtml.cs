using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

internal sealed class UsersPage(ManagementDesk desk) : DashboardPage(desk);
