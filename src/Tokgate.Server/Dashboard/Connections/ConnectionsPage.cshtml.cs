using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

internal sealed class ConnectionsPage(ManagementDesk desk) : DashboardPage(desk);
