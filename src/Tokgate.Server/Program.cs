namespace Tokgate.Server;

internal static class Program
{
    private static void Main()
    {
    }
}
