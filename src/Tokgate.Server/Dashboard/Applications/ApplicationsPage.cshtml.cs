using Tokgate.Server.Management;

namespace Tokgate.Server.Dashboard;

internal sealed class ApplicationsPage(ManagementDesk desk) : DashboardPage(desk);
