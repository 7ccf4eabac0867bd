namespace Tokgate.Bench;

/// <summary>nginx in one process, if it is installed.</summary>
internal static class Nginx
{
    private const int Port = 6097;

    public static ServerProcess? Start(int core, Uri upstream)
    {
        var program = new[] { "/usr/sbin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists);
        if (program is null)
        {
            Console.Error.WriteLine("nginx is not installed and left out: apt-get install nginx-light");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("tokgate-bench-nginx-");
        File.WriteAllText(Path.Combine(folder.FullName, "nginx.conf"), $$"""
            daemon off; master_process off; pid {{folder.FullName}}/pid; error_log {{folder.FullName}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off; client_body_temp_path {{folder.FullName}}; proxy_temp_path {{folder.FullName}}; fastcgi_temp_path {{folder.FullName}}; scgi_temp_path {{folder.FullName}}; uwsgi_temp_path {{folder.FullName}};
              keepalive_requests 100000000;
              upstream tiktok { server {{upstream.Authority}}; keepalive 128; keepalive_requests 100000000; }
              server {
                listen 127.0.0.1:{{Port}};
                location = /proxy/token { proxy_pass http://tiktok/v2/oauth/token/; proxy_http_version 1.1; proxy_set_header Connection ""; }
              }
            }
            """);
        return ServerProcess.StartProgram(core, "/bin/sh", "-c", $"echo http://127.0.0.1:{Port}/; exec {program} -p {folder.FullName} -c {folder.FullName}/nginx.conf");
    }
}
