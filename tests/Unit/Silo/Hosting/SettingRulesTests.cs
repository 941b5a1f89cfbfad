using Prcl.Grains.Roles;
using Prcl.Silo.Hosting;
using Xunit;

namespace Prcl.Unit.Silo.Hosting;

public sealed class SettingRulesTests
{
    [Theory]
    [InlineData("trainer", SiloRoles.Trainer)]
    [InlineData("state, Predictor", SiloRoles.State | SiloRoles.Predictor)]
    [InlineData("trainer,predictor,state", SiloRoles.All)]
    [InlineData("web", SiloRoles.Web)]
    public void Roles_are_a_list_of_words(string text, SiloRoles roles) => Assert.Equal(roles, SettingRules.Roles(text));

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("trainer,cook")]
    [InlineData("all")]
    [InlineData("1")]
    public void What_is_no_role_is_refused_by_name(string text)
    {
        var refusal = Assert.Throws<HostException>(() => SettingRules.Roles(text));

        Assert.Equal($"roles is '{text}'; it must be one or more of trainer, predictor, state, web, separated by commas.", refusal.Message);
    }

    [Fact]
    public void A_cluster_is_local_or_redis()
    {
        Assert.Equal(ClusterKind.Local, SettingRules.Cluster("local"));
        Assert.Equal(ClusterKind.Redis, SettingRules.Cluster("Redis"));
        Assert.Equal("cluster is 'etcd'; it must be local or redis.", Assert.Throws<HostException>(() => SettingRules.Cluster("etcd")).Message);
    }

    [Fact]
    public void Without_a_list_of_devices_there_is_always_one() => Assert.NotEmpty(SettingRules.Devices(""));

    [Fact]
    public void The_processor_is_a_device_of_every_machine() => Assert.Equal(["cpu"], SettingRules.Devices("cpu"));

    [Theory]
    [InlineData("cuda:99")]
    [InlineData("tpu")]
    [InlineData("cpu,cpu")]
    public void A_device_that_is_not_here_or_named_twice_is_refused(string text) =>
        Assert.StartsWith($"devices is '{text}': ", Assert.Throws<HostException>(() => SettingRules.Devices(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void One_device_is_found_by_its_name_and_a_missing_one_is_refused_with_the_setting()
    {
        Assert.Equal("cpu", SettingRules.Device("inference-device", "cpu"));
        Assert.Contains(SettingRules.Device("inference-device", ""), new[] { "cpu", "cuda-0" });
        Assert.StartsWith("inference-device is 'tpu': ", Assert.Throws<HostException>(() => SettingRules.Device("inference-device", "tpu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_is_passed_through_with_password_and_tls()
    {
        var options = SettingRules.Redis(new Secret("a.example:6380,b.example:6380,ssl=true,user=prcl,password=hush-hush,sslHost=redis.example,connectRetry=7"));

        Assert.Equal(2, options.EndPoints.Count);
        Assert.Equal((true, "prcl", "hush-hush", "redis.example", 7), (options.Ssl, options.User, options.Password, options.SslHost, options.ConnectRetry));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("host:6379,pass=hush-hush")]
    [InlineData("password=hush-hush")]
    [InlineData("redis://:hush-hush@host:6379")]
    [InlineData("hush-hush@host:6379")]
    [InlineData("host:6379,tunnel=hush")]
    [InlineData("host:99999")]
    public void A_bad_connection_string_is_refused_without_being_repeated(string? text)
    {
        var refusal = Assert.Throws<HostException>(() => SettingRules.Redis(text is null ? null : new Secret(text)));

        Assert.StartsWith("redis ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_is_no_name()
    {
        Assert.Equal("10.1.2.3", SettingRules.Address("listen", "10.1.2.3").ToString());
        Assert.Contains("listen is 'localhost'", Assert.Throws<HostException>(() => SettingRules.Address("listen", "localhost")).Message, StringComparison.Ordinal);
    }
}
