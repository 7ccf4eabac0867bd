using System.Net;
using Microsoft.Extensions.Options;
using Tokgate.Server.Outgoing;
using Tokgate.Server.Tests.Hosting;

namespace Tokgate.Server.Tests.Outgoing;

public sealed class TargetRulesTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("93.184.216.34")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("192.0.1.1")]
    [InlineData("198.17.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450::1")]
    [InlineData("2001:200::1")]
    public void A_public_address_may_be_reached_by_https_and_by_nothing_else(string address)
    {
        Assert.True(SomeTargets.Rules().MayReach(IPAddress.Parse(address), 443, isHttps: true));
        Assert.False(SomeTargets.Rules().MayReach(IPAddress.Parse(address), 80, isHttps: false));
    }

    [Fact]
    public void What_is_listed_may_be_reached_on_its_port_with_and_without_https()
    {
        var rules = SomeTargets.Rules("10.1.0.0/16:8443, [fd00:1::]/32:*");
        Assert.True(rules.MayReach(IPAddress.Parse("10.1.2.3"), 8443, isHttps: false));
        Assert.False(rules.MayReach(IPAddress.Parse("10.1.2.3"), 8444, isHttps: true));
        Assert.False(rules.MayReach(IPAddress.Parse("10.2.0.1"), 8443, isHttps: true));
        Assert.True(rules.MayReach(IPAddress.Parse("fd00:1::7"), 1, isHttps: false));
        Assert.False(rules.MayReach(IPAddress.Parse("::ffff:10.1.2.3"), 8443, isHttps: true));
        Assert.False(rules.MayReach(IPAddress.Loopback, 8443, isHttps: true));
        Assert.True(SomeTargets.Rules(environment: "Development").MayReach(IPAddress.Loopback, 1, isHttps: false));
        Assert.True(SomeTargets.Rules(environment: "Development").MayReach(IPAddress.IPv6Loopback, 1, isHttps: false));
        Assert.False(SomeTargets.Rules(environment: "Development").MayReach(IPAddress.Parse("10.0.0.1"), 1, isHttps: true));
    }

    [Theory]
    [InlineData("https://rp.example.com/logout?tenant=1", null)]
    [InlineData("https://rp.example.com:8443/logout", null)]
    [InlineData("http://10.1.2.3:8080/logout", null)]
    [InlineData("http://rp.internal:8080/logout", null)]
    [InlineData("http://rp.internal/logout", "http")]
    [InlineData("http://localhost:8080/logout", "http")]
    [InlineData("https://localhost/logout", "public internet")]
    [InlineData("https://a.localhost/logout", "public internet")]
    [InlineData("https://0177.1/logout", "public internet")]
    [InlineData("https://rp.example.com/logout#x", "fragment")]
    [InlineData("https://rp.example.com/logout#", "fragment")]
    [InlineData("https://rp@example.com/logout", "user name")]
    [InlineData("https://rp.example.com/log out", "character")]
    [InlineData("https://①.example/logout", "character")]
    [InlineData("https:\\\\rp.example.com\\logout", "character")]
    [InlineData("/logout", "absolute")]
    [InlineData("file:///etc/passwd", "absolute")]
    [InlineData("ftp://rp.example.com/", "absolute")]
    [InlineData("", "empty")]
    public void What_can_never_work_is_told_at_registration(string address, string? fault)
    {
        var told = SomeTargets.Rules("10.1.0.0/16:8080").Fault(address);
        Assert.Equal(fault is null, told is null);
        Assert.Contains(fault ?? "", told ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.0.0.1:443")]
    [InlineData("10.0.0.1/8:443")]
    [InlineData("10.0.0.0/8:0")]
    [InlineData("10.0.0.0/8:65536")]
    [InlineData("10.0.0.0/8:https")]
    [InlineData("0.0.0.0/0:443")]
    [InlineData("[::]/0:*")]
    [InlineData("::1/128:443")]
    [InlineData("[::1]/129:443")]
    [InlineData("[::1/128]:443x")]
    [InlineData("[10.0.0.0]/8:443")]
    [InlineData("[::ffff:10.0.0.0]/104:443")]
    [InlineData("rp.internal:443")]
    [InlineData("*:443")]
    public void An_entry_that_says_something_else_than_it_seems_is_none(string entry) => Assert.Null(OutgoingOptions.Parse(entry));

    [Fact]
    public async Task All_faults_of_the_settings_are_told_at_once_when_the_broker_starts()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => Broker.StartAsync(arguments: ["--Tokgate:PrivateTargets=10.0.0.0/8:443,nonsense,0.0.0.0/0:*", "--Tokgate:Deliveries:MaxAttempts=0", "--Tokgate:Deliveries:ParallelPerHost=17"]));
        var told = refusal is AggregateException several ? string.Join('\n', several.InnerExceptions.OfType<OptionsValidationException>().SelectMany(one => one.Failures)) : refusal.Message;
        Assert.Contains("TTK3200: entry 2 of", told, StringComparison.Ordinal);
        Assert.Contains("TTK3200: entry 3 of", told, StringComparison.Ordinal);
        Assert.DoesNotContain("entry 1 of", told, StringComparison.Ordinal);
        Assert.Contains("TTK3201: Tokgate__Deliveries__MaxAttempts", told, StringComparison.Ordinal);
        Assert.Contains("TTK3201: Tokgate__Deliveries__ParallelPerHost", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_with_a_logout_address_that_may_not_be_reached_is_refused_by_name()
    {
        var refusal = await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync([new() { Id = "rp", Secret = The.WebSecret, BackChannelLogoutUri = "http://10.0.0.1/logout" }]));
        Assert.Equal(ErrorIds.SeedClientInvalid, refusal.Id);
        Assert.Contains("backchannel_logout_uri: is http and its target is not listed in Tokgate__PrivateTargets", refusal.Message, StringComparison.Ordinal);
        var half = await Assert.ThrowsAsync<SetupException>(() => Broker.StartAsync([new() { Id = "rp", Secret = The.WebSecret, RequiresBackChannelLogoutSession = true }]));
        Assert.Contains("backchannel_logout_session_required", half.Message, StringComparison.Ordinal);
    }
}
