using Tokgate.Server.Operations;
using Tokgate.Server.Protocol;

namespace Tokgate.Server.UserInfo;

internal static class UserInfoFeature
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public static IServiceCollection AddUserInfo(this IServiceCollection services) => services.AddSingleton<UserInfoEndpoints>();

    public static void MapUserInfo(this IEndpointRouteBuilder routes)
    {
        LimitedEndpoint.Add(routes.MapMethods(UserInfoEndpoints.Path, Methods, context => routes.ServiceProvider.GetRequiredService<UserInfoEndpoints>().HandleAsync(context)));
        routes.MapPreflight(UserInfoEndpoints.Path, Methods);
    }
}
